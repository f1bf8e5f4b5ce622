/**
 * The servlet filter: it spools request bodies, records responses and replays them. For applications on a servlet
 * container, and for frameworks that register the filter for them.
 */
@NullMarked
package dev.semel.servlet;

import org.jspecify.annotations.NullMarked;
