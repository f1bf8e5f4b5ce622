/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.client.okhttp;

import dev.semel.client.spi.AnswerView;
import dev.semel.client.spi.Attempt;
import dev.semel.client.spi.BlockingExchange;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/** A call through the rest of OkHttp's chain. */
final class OkHttpExchange implements BlockingExchange<Response> {
    private static final int COPIED_BYTES = 1024 * 1024;
    private static final int SMALL = 64 * 1024;

    private final Interceptor.Chain chain;
    private final Request request;
    private final @Nullable RequestBody body;

    OkHttpExchange(Interceptor.Chain chain) throws IOException {
        this.chain = chain.withRetryOnConnectionFailure(false);
        this.request = chain.request();
        this.body = copied(request.body());
    }

    @Override
    public String method() {
        return request.method();
    }

    @Override
    public URI target() {
        return request.url().uri();
    }

    @Override
    public List<String> header(String name) {
        return request.headers(name);
    }

    /** A cancelled call would fail again at once, each time. */
    @Override
    public boolean isRepeatable() {
        return !chain.call().isCanceled() && (body == null || isRepeatable(body));
    }

    @Override
    public Response send(Attempt attempt) throws IOException {
        Request.Builder builder = request.newBuilder().method(request.method(), body);
        if (!attempt.target().equals(target())) {
            builder.url(url(attempt.target()));
        }
        attempt.without().forEach(builder::removeHeader);
        attempt.fields().forEach(field -> builder.header(field.name(), field.value()));
        int timeout = timeout(attempt.remaining());
        return whole(chain.withReadTimeout(timeout, TimeUnit.MILLISECONDS).proceed(builder.build()));
    }

    @Override
    public AnswerView view(Response response) {
        return new AnswerView() {
            @Override
            public int status() {
                return response.code();
            }

            @Override
            public List<String> header(String name) {
                return response.headers(name);
            }

            @Override
            public byte[] peek(int limit) throws IOException {
                try (ResponseBody start = response.peekBody(limit)) {
                    return start.bytes();
                }
            }
        };
    }

    @Override
    public void discard(Response response) {
        response.close();
    }

    /** Reads a small body into OkHttp's buffer, so that a cut in it is an attempt without an answer. */
    private static Response whole(Response response) throws IOException {
        long length = response.body().contentLength();
        if (length > 0 && length <= SMALL && !response.request().method().equals("HEAD")) {
            try {
                response.peekBody(length).close();
            } catch (IOException e) {
                response.close();
                throw e;
            }
        }
        return response;
    }

    /** Each attempt sends the same bytes, though the file behind a body may change. */
    private static @Nullable RequestBody copied(@Nullable RequestBody body) throws IOException {
        if (body == null || !isRepeatable(body) || body.contentLength() < 0 || body.contentLength() > COPIED_BYTES) {
            return body;
        }
        Buffer bytes = new Buffer();
        body.writeTo(bytes);
        return RequestBody.create(bytes.readByteArray(), body.contentType());
    }

    private static boolean isRepeatable(RequestBody body) {
        return !body.isOneShot() && !body.isDuplex();
    }

    private static HttpUrl url(URI target) throws IOException {
        HttpUrl url = HttpUrl.get(target);
        if (url == null) {
            throw new IOException("The redirect leads to an address that is not HTTP's.");
        }
        return url;
    }

    private int timeout(Duration remaining) {
        int own = chain.readTimeoutMillis() == 0 ? Integer.MAX_VALUE : chain.readTimeoutMillis();
        return (int) Math.max(1, Math.min(own, remaining.toMillis()));
    }
}
