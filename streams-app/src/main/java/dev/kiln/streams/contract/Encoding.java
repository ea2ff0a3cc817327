package dev.kiln.streams.contract;

import dev.kiln.generation.card.SampleKind;
import dev.kiln.generation.card.SampleSpec;
import dev.kiln.generation.output.PngEncoder;
import dev.kiln.generation.tensor.FloatTensor;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a sample's bytes hold. */
enum Encoding {
  /** The little-endian tensor. */
  RAW("float32") {
    @Override
    byte[] encode(FloatTensor sample, SampleSpec spec) {
      return sample.toBytes();
    }
  },
  /** A picture file. */
  PNG("uint8") {
    @Override
    byte[] encode(FloatTensor sample, SampleSpec spec) {
      return PngEncoder.encode(sample, spec);
    }
  };

  private final String dtype;

  Encoding(String dtype) {
    this.dtype = dtype;
  }

  abstract byte[] encode(FloatTensor sample, SampleSpec spec);

  /** The element type of the sample once decoded. */
  String dtype() {
    return dtype;
  }

  /** As records spell it. */
  String spelling() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean is(@Nullable String asked) {
    return spelling().equals(asked);
  }

  static boolean exists(String asked) {
    return Arrays.stream(values()).anyMatch(encoding -> encoding.is(asked));
  }

  /** The one that was asked for, or the one that suits the samples best. */
  static Encoding of(@Nullable String asked, SampleSpec spec) {
    for (Encoding encoding : values()) {
      if (encoding.is(asked)) {
        return encoding;
      }
    }
    return spec.kind() == SampleKind.IMAGE ? PNG : RAW;
  }
}
