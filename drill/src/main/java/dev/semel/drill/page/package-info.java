/** HTML pages that need nothing beside themselves, with charts that are tables too; for the reports of this module only. */
@NullMarked
package dev.semel.drill.page;

import org.jspecify.annotations.NullMarked;
