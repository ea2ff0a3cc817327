@NullMarked
package dev.kiln.connect.sample;

import org.jspecify.annotations.NullMarked;
