//! The published crates as a program, for the tests of the Java side (`RustCrateTests`).
//!
//! Arguments: the URL of the database, and if they are not the default the schema and the prefix
//! of the tables. Reads one command per line, a JSON array of its name and its arguments, and
//! answers with one line: `{"ok": ...}`, or `{"error": "..."}` if the crate fails or panics. Models
//! have the form that serde gives them.

use std::env;
use std::error::Error;
use std::io;
use std::sync::{Arc, Mutex};

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use wfe_core::models::{Event, ExecutionPointer, WorkflowInstance};
use wfe_core::traits::{
    EventRepository, PersistenceProvider, ScheduledCommandRepository, SubscriptionRepository,
    WorkflowRepository,
};
use wfe_postgres::PostgresPersistenceProvider as Store;

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

#[tokio::main]
async fn main() -> Result<()> {
    let store = Arc::new(connect(env::args().skip(1).collect()).await?);
    for line in io::stdin().lines() {
        let (line, store) = (line?, store.clone());
        // In a task of its own, which may panic
        let task = tokio::spawn(async move { Command::parse(&line)?.run(&store).await });
        let answer = match task.await {
            Ok(Ok(value)) => json!({ "ok": value }),
            Ok(Err(error)) => json!({ "error": error.to_string() }),
            Err(panic) => json!({ "error": panic.to_string() }),
        };
        println!("{answer}");
    }
    Ok(())
}

#[cfg(feature = "layout")]
async fn connect(arguments: Vec<String>) -> Result<Store> {
    use wfe_postgres::PostgresOptions;
    let mut arguments = arguments.into_iter();
    let url = arguments.next().ok_or("the URL is missing")?;
    let default = PostgresOptions::default();
    let options = PostgresOptions {
        schema: arguments.next().unwrap_or(default.schema),
        table_prefix: arguments.next().unwrap_or(default.table_prefix),
    };
    Ok(Store::connect(&url, options).await?)
}

#[cfg(not(feature = "layout"))]
async fn connect(arguments: Vec<String>) -> Result<Store> {
    Ok(Store::new(arguments.first().ok_or("the URL is missing")?).await?)
}

struct Command {
    name: String,
    arguments: std::vec::IntoIter<Value>,
}

impl Command {
    fn parse(line: &str) -> Result<Self> {
        let mut arguments = serde_json::from_str::<Vec<Value>>(line)?.into_iter();
        let name = arguments.next().ok_or("a command has a name")?;
        Ok(Self {
            name: serde_json::from_value(name)?,
            arguments,
        })
    }

    fn next<T: DeserializeOwned>(&mut self) -> Result<T> {
        let value = self.arguments.next().ok_or("an argument is missing")?;
        Ok(serde_json::from_value(value)?)
    }

    fn text(&mut self) -> Result<String> {
        self.next()
    }

    async fn run(mut self, store: &Store) -> Result<Value> {
        match self.name.as_str() {
            "ensureStoreExists" => ok(store.ensure_store_exists().await?),

            "startWorkflow" => {
                // As the host of the crate `wfe` does it
                let definition = self.text()?;
                let mut instance = WorkflowInstance::new(&definition, self.next()?, self.next()?);
                instance.execution_pointers.push(ExecutionPointer::new(0));
                let number = store.next_definition_sequence(&definition).await?;
                instance.name = format!("{definition}-{number}");
                ok(store.create_new_workflow(&instance).await?)
            }
            "createNewWorkflow" => ok(store.create_new_workflow(&self.next()?).await?),
            "persistWorkflow" => ok(store.persist_workflow(&self.next()?).await?),
            "persistWorkflowWithSubscriptions" => {
                let (instance, subscriptions): (_, Vec<_>) = (self.next()?, self.next()?);
                ok(store
                    .persist_workflow_with_subscriptions(&instance, &subscriptions)
                    .await?)
            }
            "persistAsLoaded" => {
                let instance = store.get_workflow_instance(&self.text()?).await?;
                ok(store.persist_workflow(&instance).await?)
            }
            "getRunnableInstances" => ok(store.get_runnable_instances(self.next()?).await?),
            "getWorkflowInstance" => ok(store.get_workflow_instance(&self.text()?).await?),
            "getWorkflowInstanceByName" => {
                ok(store.get_workflow_instance_by_name(&self.text()?).await?)
            }
            "getWorkflowInstances" => ok(store
                .get_workflow_instances(&self.next::<Vec<_>>()?)
                .await?),
            "nextDefinitionSequence" => ok(store.next_definition_sequence(&self.text()?).await?),

            "createEventSubscription" => ok(store.create_event_subscription(&self.next()?).await?),
            "copySubscription" => {
                let mut copy = store.get_subscription(&self.text()?).await?;
                copy.id = self.next()?;
                ok(store.create_event_subscription(&copy).await?)
            }
            "getSubscription" => ok(store.get_subscription(&self.text()?).await?),
            "getSubscriptions" => {
                let (name, key) = (self.text()?, self.text()?);
                ok(store.get_subscriptions(&name, &key, self.next()?).await?)
            }
            "getFirstOpenSubscription" => {
                let (name, key) = (self.text()?, self.text()?);
                ok(store
                    .get_first_open_subscription(&name, &key, self.next()?)
                    .await?)
            }
            "terminateSubscription" => ok(store.terminate_subscription(&self.text()?).await?),
            "setSubscriptionToken" => {
                let (id, token, worker) = (self.text()?, self.text()?, self.text()?);
                ok(store
                    .set_subscription_token(&id, &token, &worker, self.next()?)
                    .await?)
            }
            "clearSubscriptionToken" => {
                let (id, token) = (self.text()?, self.text()?);
                ok(store.clear_subscription_token(&id, &token).await?)
            }

            "publishEvent" => {
                // As the host of the crate `wfe` does it
                let (name, key) = (self.text()?, self.text()?);
                let event = Event::new(name, key, self.next()?);
                ok(store.create_event(&event).await?)
            }
            "createEvent" => ok(store.create_event(&self.next()?).await?),
            "copyEvent" => {
                let mut copy = store.get_event(&self.text()?).await?;
                copy.id = self.next()?;
                ok(store.create_event(&copy).await?)
            }
            "getEvent" => ok(store.get_event(&self.text()?).await?),
            "getRunnableEvents" => ok(store.get_runnable_events(self.next()?).await?),
            "getEvents" => {
                let (name, key) = (self.text()?, self.text()?);
                ok(store.get_events(&name, &key, self.next()?).await?)
            }
            "markEventProcessed" => ok(store.mark_event_processed(&self.text()?).await?),
            "markEventUnprocessed" => ok(store.mark_event_unprocessed(&self.text()?).await?),

            "scheduleCommand" => ok(store.schedule_command(&self.next()?).await?),
            "processCommands" => {
                let handled = Arc::new(Mutex::new(Vec::new()));
                let commands = handled.clone();
                let handler = move |command| -> std::pin::Pin<Box<dyn Future<Output = _> + Send>> {
                    commands.lock().unwrap().push(command);
                    Box::pin(async { Ok(()) })
                };
                store.process_commands(self.next()?, &handler).await?;
                ok(&*handled.lock().unwrap())
            }
            "persistErrors" => ok(store.persist_errors(&self.next::<Vec<_>>()?).await?),

            other => Err(format!("{other} is no command").into()),
        }
    }
}

fn ok(value: impl Serialize) -> Result<Value> {
    Ok(serde_json::to_value(value)?)
}
