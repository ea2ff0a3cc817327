@NullMarked
package dev.kiln.connect.generator;

import org.jspecify.annotations.NullMarked;
