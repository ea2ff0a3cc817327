package dev.kiln.export.data.shapes;

import org.jspecify.annotations.Nullable;

/**
 * What a prompt says of a thing; what it leaves out may be anything.
 *
 * @param size the size, or null
 * @param colour the colour, or null
 * @param form the form, or null for just "a shape"
 */
public record Mention(@Nullable Size size, @Nullable Colour colour, @Nullable Form form) {
  /** Says all there is to say. */
  public static Mention of(Thing thing) {
    return new Mention(thing.size(), thing.colour(), thing.form());
  }

  /** The same, whatever the size. */
  public Mention ofAnySize() {
    return new Mention(null, colour, form);
  }

  /** Whether a thing is one of those that are meant. */
  public boolean fits(Thing thing) {
    return (size == null || size == thing.size())
        && (colour == null || colour == thing.colour())
        && (form == null || form == thing.form());
  }
}
