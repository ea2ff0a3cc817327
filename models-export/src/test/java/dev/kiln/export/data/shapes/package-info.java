@NullMarked
package dev.kiln.export.data.shapes;

import org.jspecify.annotations.NullMarked;
