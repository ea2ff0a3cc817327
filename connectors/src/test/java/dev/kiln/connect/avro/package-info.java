@NullMarked
package dev.kiln.connect.avro;

import org.jspecify.annotations.NullMarked;
