/**
 * Networks, each written once as a generic method over {@code Ops}, each reading like its figure.
 */
@NullMarked
package dev.kiln.export.nets;

import org.jspecify.annotations.NullMarked;
