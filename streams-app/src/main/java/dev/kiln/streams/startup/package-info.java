/**
 * What must be there before the application starts: brokers, topics, sizes, permissions. Each thing
 * that is not there is one sentence, and all of them are told at once.
 */
@NullMarked
package dev.kiln.streams.startup;

import org.jspecify.annotations.NullMarked;
