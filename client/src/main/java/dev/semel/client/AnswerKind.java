/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.client;

/** What an answer says of the request, before it is asked whether the request may be sent again. */
enum AnswerKind {
    /** The server did it, or had done it. */
    SUCCESS,
    /** The server says no, and would say so again. */
    DEFINITIVE,
    /** Turned away before a record was looked up: nothing is learnt of earlier attempts. */
    TURNED_AWAY,
    /** As {@link #TURNED_AWAY}, for want of fresh credentials. */
    UNAUTHORIZED,
    /** Nothing ran, but may a little later. */
    NOT_RUN,
    /** The same request is running. */
    IN_PROGRESS,
    /** It may have run; a retry finds out. */
    UNCERTAIN,
    /** It may have run in part; a retry may run it again. */
    SERVER_ERROR,
    /** It may have run, and the server cannot tell; a retry learns nothing. */
    INDETERMINATE,
    /** It is to be sent elsewhere. */
    REDIRECT
}
