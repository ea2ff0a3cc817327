@NullMarked
package dev.kiln.export.evaluate.shapes;

import org.jspecify.annotations.NullMarked;
