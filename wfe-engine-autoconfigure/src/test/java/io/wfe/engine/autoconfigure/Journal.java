package io.wfe.engine.autoconfigure;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What has happened.
 */
class Journal {

	final List<String> entries = new CopyOnWriteArrayList<>();

}
