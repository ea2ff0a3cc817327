@NullMarked
package dev.kiln.connect.prompt;

import org.jspecify.annotations.NullMarked;
