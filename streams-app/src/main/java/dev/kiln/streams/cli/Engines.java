package dev.kiln.streams.cli;

import dev.kiln.generation.engine.Engine;
import dev.kiln.generation.engine.EngineOptions;
import dev.kiln.streams.startup.ModelsCheck;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;

/** Opens the engine for a command. */
final class Engines {

  private Engines() {}

  /** Opens the generators with the engine's defaults. */
  static Engine open(Path models, PrintWriter err) {
    return open(models, EngineOptions.defaults(), err);
  }

  /** Opens the generators; says which directories cannot serve, and fails when none can. */
  static Engine open(Path models, EngineOptions options, PrintWriter err) {
    List<String> problems = ModelsCheck.look(models).problems();
    if (!problems.isEmpty()) {
      throw new CommandFailedException(problems.get(0));
    }
    Engine engine;
    try {
      engine = Engine.open(models, options);
    } catch (IOException e) {
      throw new CommandFailedException(Errors.sentence(e), e);
    }
    engine.problems().forEach(problem -> err.println("Not served: " + problem));
    err.flush();
    if (engine.generators().isEmpty()) {
      engine.close();
      throw new CommandFailedException(
          "No generator in " + models + " can serve; train one with ./kiln train.");
    }
    return engine;
  }
}
