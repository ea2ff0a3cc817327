package dev.kiln.export.data.shapes;

/**
 * One thing in a scene.
 *
 * @param size how large
 * @param colour its colour
 * @param form its outline
 */
public record Thing(Size size, Colour colour, Form form) {
  /** How many different things there are. */
  static final int KINDS = Size.values().length * Colour.values().length * Form.values().length;

  /** Its number among all things, from 0. */
  int number() {
    return (size.place() * Colour.values().length + colour.place()) * Form.values().length
        + form.place();
  }
}
