@NullMarked
package dev.kiln.streams.augment;

import org.jspecify.annotations.NullMarked;
