//! Describes the types of `model`, each field once: how it is read, where its problems are
//! reported and what the JSON Schema says of it follow from that.
//!
//! [`entry!`] defines a mapping with its fields, [`words!`] a choice of words, [`ways!`] what
//! is written in another way than it is read.
//!
//! Serde's derive was weighed and not taken. It gives up a mapping at its first error, what
//! it says of errors is a sentence, and visitors and seeds are used up by then: to go on, every
//! field would have to be wrapped, or each entry decoded again for each of its errors.

/// Defines a mapping: a type, how it is read, and its schema.
///
/// ```text
/// /// What the schema says of it.
/// pub struct Name as NameInSchema = "name in messages" {
///     /// What the schema says of the field.
///     pub field as "key": Type = Written, required => stand-in;
/// }
/// ```
///
/// A field is written as [`Written`] says; without `as`, its key is its name. One that is
/// `required` is reported where it is missing, and the mapping is then left out, unless
/// there is a stand-in. Other fields are an `Option`, a list, or have a stand-in, which may
/// use the fields above it. An attribute `schemars` adds to the schema.
macro_rules! entry {
    (
        $(#[doc = $about:literal])+ $(#[derive($($derived:ident),+)])?
        $(#[schemars($($of_schema:tt)+)])?
        $vis:vis struct $Name:ident as $Schema:ident = $of:literal {
            $(
                $(#[doc = $doc:literal])+
                pub $field:ident $(as $key:literal)?: $Type:ty = $Written:ty
                    $(, $required:ident)? $(=> $stand_in:expr)?;
            )+
        }
    ) => {
        $(#[doc = $about])+
        #[derive(Debug, Clone $(, $($derived),+)?)]
        $vis struct $Name {
            $($(#[doc = $doc])+ pub $field: $Type,)+
        }

        impl $Name {
            /// The keys of the mapping, in the order in which they are written.
            pub(crate) const KEYS: &'static [&'static str] =
                &[$(entry!(@key $field $($key)?)),+];

            /// Reads the fields of a mapping; `None` if one is missing that is required.
            pub(crate) fn from_entry(entry: &$crate::model::decode::Entry<'_>) -> Option<Self> {
                $(let $field = entry!(
                    @read entry, entry!(@key $field $($key)?), $Written $(, $required)?
                );)+
                $(let $field = entry!(@settle $field $(, $required)? $(=> $stand_in)?);)+
                Some(Self { $($field),+ })
            }
        }

        impl $crate::model::decode::Written for $Name {
            type Value = Self;

            fn decode(
                value: &serde_yaml::Value,
                at: &$crate::model::decode::At<'_>,
            ) -> Option<Self> {
                Self::from_entry(&$crate::model::decode::Entry::new(value, at, $of, Self::KEYS)?)
            }
        }

        impl schemars::JsonSchema for $Name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($Schema).into()
            }

            fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                $(#[doc = $about])+
                #[derive(schemars::JsonSchema)]
                #[serde(deny_unknown_fields)]
                $(#[schemars($($of_schema)+)])?
                #[expect(dead_code, reason = "the derived schema alone reads the fields")]
                struct $Schema {
                    $(
                        $(#[doc = $doc])+
                        $(#[serde(rename = $key)])?
                        $field: entry!(@schema $Written $(, $required)?),
                    )+
                }
                <$Schema as schemars::JsonSchema>::json_schema(generator)
            }
        }
    };
    (@key $field:ident) => { stringify!($field) };
    (@key $field:ident $key:literal) => { $key };
    (@read $entry:ident, $key:expr, $Written:ty) => { $entry.field::<$Written>($key) };
    (@read $entry:ident, $key:expr, $Written:ty, required) => { $entry.required::<$Written>($key) };
    (@settle $field:ident) => { $crate::model::decode::FromField::from_field($field) };
    (@settle $field:ident, required) => { $field? };
    (@settle $field:ident $(, required)? => $stand_in:expr) => {
        $field.unwrap_or_else(|| $stand_in)
    };
    (@schema $Written:ty) => { Option<$Written> };
    (@schema $Written:ty, required) => { $Written };
}
pub(crate) use entry;

/// Defines a choice: the words that may stand in a field, in the order of messages.
///
/// Choices compare by the numbers they are given, if they are, else by that order.
macro_rules! words {
    (
        $(#[$about:meta])+
        pub enum $Name:ident {
            $($(#[$doc:meta])+ $Word:ident $(= $rank:literal)? => $word:literal,)+
        }
    ) => {
        $(#[$about])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $Name { $($(#[$doc])+ $Word $(= $rank)?,)+ }

        impl $Name {
            /// All there are, in the order in which they are listed.
            pub const ALL: [Self; [$($word),+].len()] = [$(Self::$Word),+];

            /// Returns the word that YAML files and themes use.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$Word => $word,)+ }
            }
        }

        impl $crate::model::decode::Written for $Name {
            type Value = Self;

            fn decode(
                value: &serde_yaml::Value,
                at: &$crate::model::decode::At<'_>,
            ) -> Option<Self> {
                $crate::model::decode::choice(value, at, &[$(($word, Self::$Word)),+])
            }
        }

        $crate::model::describe::schema!(
            $Name, stringify!($Name), |_| { "type": "string", "enum": [$($word),+] }
        );
    };
}
pub(crate) use words;

/// Defines a way of writing a value: what it is written as, what it has the schema of if that
/// is something else, and what it is read as.
macro_rules! ways {
    ($(
        $(#[doc = $about:literal])+
        $Name:ident($value:ident: $Written:ty $(as $Schema:ty)?, $at:ident) -> $Type:ty $read:block
    )+) => {$(
        $(#[doc = $about])+
        #[derive(Debug)]
        pub(crate) struct $Name;

        impl Written for $Name {
            type Value = $Type;

            fn decode(value: &Value, $at: &At<'_>) -> Option<$Type> {
                let $value = <$Written as Written>::decode(value, $at)?;
                $read
            }
        }

        crate::model::describe::like!($Name, ways!(@schema $Written $(, $Schema)?));
    )+};
    (@schema $Written:ty) => { $Written };
    (@schema $Written:ty, $Schema:ty) => { $Schema };
}
pub(crate) use ways;

/// Gives a type the schema of another one.
macro_rules! like {
    ($Name:ident $(<$W:ident>)?, $Other:ty) => {
        impl $(<$W: schemars::JsonSchema>)? schemars::JsonSchema for $Name $(<$W>)? {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> std::borrow::Cow<'static, str> {
                <$Other>::schema_name()
            }

            fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                <$Other>::json_schema(generator)
            }
        }
    };
}
pub(crate) use like;

/// Gives a type a schema, as JSON, and its name there.
macro_rules! schema {
    ($Name:ident $(<$W:ident>)?, $name:expr, |$generator:pat_param| { $($json:tt)+ }) => {
        impl $(<$W: schemars::JsonSchema>)? schemars::JsonSchema for $Name $(<$W>)? {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                $name.into()
            }

            fn json_schema($generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ $($json)+ })
            }
        }
    };
}
pub(crate) use schema;
