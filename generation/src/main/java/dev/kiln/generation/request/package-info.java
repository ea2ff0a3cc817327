/** What is asked, and what comes back. */
@NullMarked
package dev.kiln.generation.request;

import org.jspecify.annotations.NullMarked;
