/**
 * Faults on real processes: three brokers, several instances of the application, a load, a seeded
 * schedule of faults, and a verifier that looks at every answer. {@code mvn verify -Pfaults} runs
 * it for minutes, the default suite for seconds.
 */
@NullMarked
package dev.kiln.streams.faults;

import org.jspecify.annotations.NullMarked;
