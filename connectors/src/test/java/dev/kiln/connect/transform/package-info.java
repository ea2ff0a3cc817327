@NullMarked
package dev.kiln.connect.transform;

import org.jspecify.annotations.NullMarked;
