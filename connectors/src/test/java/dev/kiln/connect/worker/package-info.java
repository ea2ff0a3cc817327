/** Connect workers and brokers for tests. */
@NullMarked
package dev.kiln.connect.worker;

import org.jspecify.annotations.NullMarked;
