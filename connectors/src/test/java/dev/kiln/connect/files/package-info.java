@NullMarked
package dev.kiln.connect.files;

import org.jspecify.annotations.NullMarked;
