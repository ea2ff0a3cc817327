/** What stands at the other end of Kiln's topics: reads the answers as a consumer should. */
@NullMarked
package dev.kiln.streams.client;

import org.jspecify.annotations.NullMarked;
