/** Settings as Connect's ConfigDef has them, and the sentences about wrong ones. */
@NullMarked
package dev.kiln.connect.config;

import org.jspecify.annotations.NullMarked;
