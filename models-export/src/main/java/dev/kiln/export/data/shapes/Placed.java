package dev.kiln.export.data.shapes;

/**
 * A thing in its place.
 *
 * @param thing what it is
 * @param x its middle, pixels from the left edge
 * @param y its middle, pixels from the upper edge
 * @param radius half of its height and width, pixels
 */
public record Placed(Thing thing, double x, double y, double radius) {}
