/**
 * Other engines, to be measured beside ours. Each does the work in its closest native
 * form, with the settings that its documentation has for throughput.
 */
@NullMarked
package io.wfe.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
