/** The page on which people ask for samples and see them, at the other end of the topics. */
@NullMarked
package dev.kiln.streams.page;

import org.jspecify.annotations.NullMarked;
