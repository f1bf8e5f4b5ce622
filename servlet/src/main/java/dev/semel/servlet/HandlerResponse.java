/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;

/**
 * The response that the handler gets: everything it does goes to the recording.
 *
 * <p>What servers find beneath it is another matter. Jetty looks for its own response there, to include a resource. Tomcat
 * looks for its own too, after a forward, and ends it, although nothing was sent yet: so during a forward the recording is
 * found instead. For an include Tomcat puts a response of its own beneath, which ignores header lines; the recording then
 * does the same.
 */
final class HandlerResponse extends HttpServletResponseWrapper {
    private final RecordingResponse recording;
    private ServletResponse beneath;
    private boolean forwarding;

    HandlerResponse(RecordingResponse recording) {
        super(recording);
        this.recording = recording;
        this.beneath = recording.target();
    }

    /** Tells whether a forward begins or ends; gives what was so before. */
    boolean forwarding(boolean now) {
        boolean before = forwarding;
        forwarding = now;
        return before;
    }

    /** Has the server answer 500, unless a recorded answer is sent after all; gives the status until now. */
    int refuseWhatIsNotRecorded() {
        int before = recording.target().getStatus();
        recording.target().setStatus(SC_INTERNAL_SERVER_ERROR);
        return before;
    }

    void restore(int status) {
        recording.target().setStatus(status);
    }

    @Override
    public ServletResponse getResponse() {
        return forwarding ? recording : beneath;
    }

    @Override
    public void setResponse(ServletResponse response) {
        beneath = response;
        recording.included(response != recording.target());
    }
}
