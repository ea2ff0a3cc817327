/** A client of the schema registry's REST API: schemas by id, ids by schema. */
@NullMarked
package dev.kiln.schemas.registry;

import org.jspecify.annotations.NullMarked;
