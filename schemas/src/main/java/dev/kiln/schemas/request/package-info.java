/** From the bytes of a record to a request, or to the reason why not. */
@NullMarked
package dev.kiln.schemas.request;

import org.jspecify.annotations.NullMarked;
