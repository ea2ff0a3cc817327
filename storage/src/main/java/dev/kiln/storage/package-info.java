/** Keeps bytes under names, whole or not at all: as files, or as objects of S3. */
@NullMarked
package dev.kiln.storage;

import org.jspecify.annotations.NullMarked;
