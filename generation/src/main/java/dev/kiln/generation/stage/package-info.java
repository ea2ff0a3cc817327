/**
 * A stage turns a state into a state with one network; a trajectory is one sample's walk through a
 * stage.
 */
@NullMarked
package dev.kiln.generation.stage;

import org.jspecify.annotations.NullMarked;
