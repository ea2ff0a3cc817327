package dev.kiln.generation.engine;

import dev.kiln.generation.card.Generator;
import dev.kiln.generation.stage.Stage;
import java.util.List;

/**
 * A generator that serves.
 *
 * @param generator card, directory, hash
 * @param conditions reads what requests give as conditions
 * @param stages its stages, held against their graphs
 * @param batchers one for each stage
 * @param usage its requests; closes the batchers after the last, once it is retired
 */
record LoadedGenerator(
    Generator generator,
    ConditionReader conditions,
    List<Stage> stages,
    List<StepBatcher> batchers,
    Usage usage) {

  LoadedGenerator {
    stages = List.copyOf(stages);
    batchers = List.copyOf(batchers);
  }
}
