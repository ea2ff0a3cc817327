package dev.kiln.connect;

import dev.kiln.generation.card.Generator;
import dev.kiln.generation.card.GeneratorCatalog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** The generators that the repository ships, as an operator's directory of models. */
public final class Models {

  /** Their directory. */
  public static final Path DIRECTORY = Path.of("..", "models").toAbsolutePath().normalize();

  /** Pictures of digits in one step, by label. */
  public static final String DIGITS = "digits-gan";

  /** Pictures of digits in many steps, by label. */
  public static final String STEPPED = "digits-ddpm";

  /** Rows of a table in one step; any columns can be given. */
  public static final String ROWS = "customers-vae";

  private Models() {}

  /** A shipped generator. */
  public static Generator get(String name) {
    try {
      return GeneratorCatalog.load(DIRECTORY).generators().stream()
          .filter(generator -> generator.card().name().equals(name))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
