/** Tests of folders of pictures. */
@NullMarked
package dev.kiln.export.data.folder;

import org.jspecify.annotations.NullMarked;
