/**
 * The demo of connectors and augmentation: a file of prompts becomes pictures, a rare class common.
 */
@NullMarked
package dev.kiln.streams.demo.augment;

import org.jspecify.annotations.NullMarked;
