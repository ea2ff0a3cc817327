package dev.kiln.export.recipe;

/** Shows a person how a training goes. Called by the training's thread. */
@FunctionalInterface
public interface TrainingView {
  /** Something to say once: a line that stays. */
  void say(String line);

  /** Where the training stands; called after every step, so most calls are to be ignored. */
  default void at(TrainingStatus status) {}
}
