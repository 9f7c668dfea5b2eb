//! The ways in which a person tells itsme who they are, before the app asks.

/// How a person says who they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// The app reads a QR code.
    Qr,
    /// The person types a telephone number.
    Phone,
    /// The app is on the same device.
    AppToApp,
}

impl Mode {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Qr, Self::Phone, Self::AppToApp];

    /// As forms and the claim `identification_mode` spell it [F].
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Qr => "QR",
            Self::Phone => "MSISDN",
            Self::AppToApp => "a2a",
        }
    }

    /// The mode of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.name() == name)
    }
}
