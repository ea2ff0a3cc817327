package dev.kiln.export.cli;

import dev.kiln.export.export.WeightFormat;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads fp32, fp16 and int8. */
final class WeightFormatConverter implements ITypeConverter<WeightFormat> {
  @Override
  public WeightFormat convert(String label) {
    try {
      return WeightFormat.of(label);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()));
    }
  }
}
