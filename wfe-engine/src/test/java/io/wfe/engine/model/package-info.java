/**
 * Random programs, and a model that predicts what becomes of each.
 */
@NullMarked
package io.wfe.engine.model;

import org.jspecify.annotations.NullMarked;
