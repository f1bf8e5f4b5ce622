/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.web;

import dev.semel.spring.IdempotencySetupException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;

/**
 * Routes that are chosen by parameters, which a form has in its body: the handler is looked up before the body is read, so
 * that another would be found than the dispatcher will run.
 */
final class FormConditions {
    private FormConditions() {}

    static void refuse(RequestMappingInfo info, HandlerMethod handler, String guardedBy) {
        if (!info.getParamsCondition().isEmpty() && mayBeForm(info)) {
            throw new IdempotencySetupException(
                    "The handler method " + GuardedHandler.owner(handler) + " is guarded by " + guardedBy
                            + " and chosen by parameters (params = " + info.getParamsCondition()
                            + "). Those of a form are in the body, which is read only behind the filter, so that a form"
                            + " would go past it.",
                    "Give the handler a path of its own, or a consumes that is no form, such as application/json; its"
                            + " parameters are then those of the query.");
        }
    }

    /** Whether a route takes forms: it does unless it says that it consumes something else. */
    static boolean mayBeForm(RequestMappingInfo info) {
        Set<MediaType> consumed = info.getConsumesCondition().getConsumableMediaTypes();
        return consumed.isEmpty() || consumed.stream().anyMatch(FormConditions::isForm);
    }

    /** Whether parameters of a request may be in its body. */
    static boolean mayBeForm(@Nullable String contentType) {
        if (contentType == null) {
            return false;
        }
        try {
            return isForm(MediaType.parseMediaType(contentType));
        } catch (InvalidMediaTypeException e) {
            return true; // the server may read it in its own way
        }
    }

    private static boolean isForm(MediaType type) {
        return type.isCompatibleWith(MediaType.APPLICATION_FORM_URLENCODED)
                || type.isCompatibleWith(MediaType.MULTIPART_FORM_DATA);
    }
}
