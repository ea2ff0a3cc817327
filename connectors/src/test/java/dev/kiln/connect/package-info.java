/** What the tests of all plugins share. */
@NullMarked
package dev.kiln.connect;

import org.jspecify.annotations.NullMarked;
