/** What calls of a network cost on this device, measured once, and how best to call it. */
@NullMarked
package dev.kiln.generation.profile;

import org.jspecify.annotations.NullMarked;
