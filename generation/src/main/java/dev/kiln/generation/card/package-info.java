/** What a generator is: its card, its directory, and the catalog of directories. */
@NullMarked
package dev.kiln.generation.card;

import org.jspecify.annotations.NullMarked;
