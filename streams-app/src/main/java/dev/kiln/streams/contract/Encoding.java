package dev.kiln.streams.contract;

import dev.kiln.generation.card.SampleKind;
import dev.kiln.generation.card.SampleSpec;
import dev.kiln.generation.output.PngEncoder;
import dev.kiln.generation.output.RowJson;
import dev.kiln.generation.row.RowCodec;
import dev.kiln.generation.tensor.FloatTensor;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a sample's bytes hold. */
enum Encoding {
  /** The little-endian tensor. */
  RAW("float32") {
    @Override
    byte[] encode(FloatTensor sample, SampleSpec spec, Map<String, @Nullable Object> row) {
      return sample.toBytes();
    }
  },
  /** A picture file. */
  PNG("uint8") {
    @Override
    byte[] encode(FloatTensor sample, SampleSpec spec, Map<String, @Nullable Object> row) {
      return PngEncoder.encode(sample, spec);
    }
  },
  /** A row of a table as an object: column names to values of their own types. */
  JSON("json") {
    @Override
    byte[] encode(FloatTensor sample, SampleSpec spec, Map<String, @Nullable Object> row) {
      return RowJson.write(RowCodec.of(spec).decode(sample, row)).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    List<Integer> shape(FloatTensor sample, SampleSpec spec) {
      return List.of(spec.columns().size());
    }
  };

  private final String dtype;
  private final String spelling = name().toLowerCase(Locale.ROOT);

  Encoding(String dtype) {
    this.dtype = dtype;
  }

  /**
   * The bytes of a sample.
   *
   * @param row the columns that the request gave, which a row keeps to the letter
   */
  abstract byte[] encode(FloatTensor sample, SampleSpec spec, Map<String, @Nullable Object> row);

  /** The shape of what the bytes hold, once decoded. */
  List<Integer> shape(FloatTensor sample, SampleSpec spec) {
    return sample.shape().dims();
  }

  /** Whether samples of that kind can be written so. */
  boolean suits(SampleKind kind) {
    return switch (this) {
      case RAW -> true;
      case PNG -> kind == SampleKind.IMAGE;
      case JSON -> kind == SampleKind.ROW;
    };
  }

  /** The element type of the sample once decoded. */
  String dtype() {
    return dtype;
  }

  /** As records spell it. */
  String spelling() {
    return spelling;
  }

  boolean is(@Nullable String asked) {
    return spelling.equals(asked);
  }

  /** The encoding of that name. */
  static Optional<Encoding> named(String asked) {
    return Arrays.stream(values()).filter(encoding -> encoding.is(asked)).findFirst();
  }

  /** The one that was asked for, or the one that suits the samples best. */
  static Encoding of(@Nullable String asked, SampleSpec spec) {
    for (Encoding encoding : values()) {
      if (encoding.is(asked)) {
        return encoding;
      }
    }
    return switch (spec.kind()) {
      case IMAGE -> PNG;
      case ROW -> JSON;
      case VECTOR -> RAW;
    };
  }
}
