/** Keeps the pages true: what is made from the code, what links lead to, which commands run. */
@NullMarked
package dev.kiln.docs;

import org.jspecify.annotations.NullMarked;
