/** The questions that the bench answers, one class each. */
@NullMarked
package dev.kiln.bench.question;

import org.jspecify.annotations.NullMarked;
