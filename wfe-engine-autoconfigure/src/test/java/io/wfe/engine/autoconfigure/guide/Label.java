package io.wfe.engine.autoconfigure.guide;

/**
 * What is to be printed.
 *
 * @param order the id of the order
 */
record Label(String order) {

}
