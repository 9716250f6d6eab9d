//! What an administrator switched.

use entity::setting;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ConnectionTrait, EntityTrait, Set};

use super::{Store, StoreError};

impl Store {
    /// The value of a setting, if it was ever set.
    pub async fn setting(&self, key: &str) -> Result<Option<String>, StoreError> {
        Ok(setting::Entity::find_by_id(key).one(&self.db).await?.map(|row| row.value))
    }

    /// Sets a setting; a key has at most 50 characters.
    pub async fn set_setting(&self, key: &str, value: &str) -> Result<(), StoreError> {
        put(&self.db, key, value).await
    }
}

pub(super) async fn put(db: &impl ConnectionTrait, key: &str, value: &str) -> Result<(), StoreError> {
    let row = setting::ActiveModel { key: Set(key.to_owned()), value: Set(value.to_owned()) };
    let replace = OnConflict::column(setting::Column::Key).update_column(setting::Column::Value).to_owned();
    setting::Entity::insert(row).on_conflict(replace).exec_without_returning(db).await?;
    Ok(())
}
