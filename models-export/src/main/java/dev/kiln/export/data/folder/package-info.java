/** Folders of pictures: files decoded, cropped, scaled, and held in memory. */
@NullMarked
package dev.kiln.export.data.folder;

import org.jspecify.annotations.NullMarked;
