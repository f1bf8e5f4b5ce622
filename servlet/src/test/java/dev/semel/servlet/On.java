/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The server that the nested tests of a class run on, and where its records lie. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface On {
    Server value();

    Storage storage() default Storage.MEMORY;
}
