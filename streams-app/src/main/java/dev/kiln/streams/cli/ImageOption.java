package dev.kiln.streams.cli;

import dev.kiln.generation.card.SampleSpec;
import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.generation.request.SourceImage;
import dev.kiln.streams.contract.SampleSpecs;
import dev.kiln.streams.contract.SourceImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A picture to start from. */
final class ImageOption {

  @Option(
      names = "--image",
      paramLabel = "FILE",
      description =
          "A PNG of the generator's size to start from: to vary it, to make a part of it anew (--mask), or for a"
              + " generator that restores pictures.")
  private @Nullable Path image;

  @Option(
      names = "--mask",
      paramLabel = "FILE",
      description =
          "A PNG of the same size: white where the picture is made anew, black where it is kept to the bit.")
  private @Nullable Path mask;

  @Option(
      names = "--strength",
      paramLabel = "S",
      description =
          "How far from the picture to go: 0 returns it, 1 keeps nothing of it (default: 0.8, with a mask 1).")
  private @Nullable Double strength;

  /** The picture, or null where none is given or there is no such generator. */
  @Nullable SourceImage read(SampleSpecs specs, GenerationSpec request) {
    if (image == null) {
      if (mask != null || strength != null) {
        throw new CommandFailedException(
            (mask == null ? "--strength" : "--mask")
                + " needs --image, the picture to start from.");
      }
      return null;
    }
    SampleSpec spec = specs.sample(request.generator(), request.version()).orElse(null);
    if (spec == null) {
      // The engine says so, and which there are.
      return null;
    }
    try {
      return SourceImages.read(bytes(image), mask == null ? null : bytes(mask), strength, spec);
    } catch (IllegalArgumentException e) {
      throw new CommandFailedException(e.getMessage() + ".", e);
    }
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new CommandFailedException("There is no file " + file + ".", e);
    } catch (IOException e) {
      throw new CommandFailedException("Cannot read " + file + ": " + e.getMessage() + ".", e);
    }
  }
}
