//! Which authorities there are, what they are called and what stands above each; and what one's own certificate can get wrong. Their keys and
//! certificates are made in `hierarchy`.

use jiff::{Timestamp, tz::TimeZone};
use serde::{Deserialize, Serialize};

use crate::{Attribute, KeyKind, Name};

/// In every authority's name.
pub const AUTHORITY_ORGANISATION: &str = "ETALON TEST - NOT A REAL AUTHORITY";

/// The authorities that there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AuthorityName {
    /// The root above the cards.
    BelgiumRoot,
    /// Issues the certificates on citizens' cards.
    CitizenCa,
    /// Issues those on foreigners' cards.
    ForeignerCa,
    /// Ours alone: may have one authority below it, so that path lengths can be tried.
    PolicyCa,
    /// Ours alone: the one below it.
    BranchCa,
    /// The root above eHealth certificates.
    EhealthRoot,
    /// Issues eHealth certificates to persons and organisations.
    EhealthCa,
    /// Ours alone: a root that issues TLS server certificates directly.
    SiteRoot,
}

/// What an authority's own certificate gets wrong on purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AuthorityFlaw {
    /// It has ended.
    Expired,
    /// It says that it is none.
    NotAnAuthority,
    /// Its key may not sign certificates.
    WithoutCertificateSigning,
    /// No authority may stand below it.
    NoAuthorityBelow,
}

impl AuthorityName {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::BelgiumRoot,
        Self::CitizenCa,
        Self::ForeignerCa,
        Self::PolicyCa,
        Self::BranchCa,
        Self::EhealthRoot,
        Self::EhealthCa,
        Self::SiteRoot,
    ];

    /// The authority that addresses and files call `slug`, and its kind of key: `citizen-ca-p-384`, for instance.
    #[must_use]
    pub fn of_slug(slug: &str) -> Option<(Self, KeyKind)> {
        [KeyKind::Rsa2048, KeyKind::P384].into_iter().find_map(|kind| {
            let name = slug.strip_suffix(kind.short())?.strip_suffix('-')?;
            let named = Self::ALL.into_iter().find(|authority| authority.slug() == name)?;
            Some((named, kind))
        })
    }

    /// The one above it; none for a root.
    #[must_use]
    pub fn parent(self) -> Option<Self> {
        match self {
            Self::BelgiumRoot | Self::EhealthRoot | Self::SiteRoot => None,
            Self::CitizenCa | Self::ForeignerCa | Self::PolicyCa => Some(Self::BelgiumRoot),
            Self::BranchCa => Some(Self::PolicyCa),
            Self::EhealthCa => Some(Self::EhealthRoot),
        }
    }

    pub(crate) fn path_length(self) -> Option<u8> {
        match self {
            Self::BelgiumRoot | Self::EhealthRoot => None,
            Self::PolicyCa => Some(1),
            _ => Some(0),
        }
    }

    pub(crate) fn slug(self) -> &'static str {
        match self {
            Self::BelgiumRoot => "belgium-root",
            Self::CitizenCa => "citizen-ca",
            Self::ForeignerCa => "foreigner-ca",
            Self::PolicyCa => "policy-ca",
            Self::BranchCa => "branch-ca",
            Self::EhealthRoot => "ehealth-root",
            Self::EhealthCa => "ehealth-ca",
            Self::SiteRoot => "site-root",
        }
    }

    pub(crate) fn subject(self, kind: KeyKind, now: Timestamp) -> Name {
        let generation = if kind == KeyKind::P384 { 2 } else { 1 };
        let common_name = match self {
            Self::BelgiumRoot => format!("ETALON TEST Belgium Root CA{generation}"),
            Self::CitizenCa => "ETALON TEST Citizen CA".to_owned(),
            Self::ForeignerCa => "ETALON TEST Foreigner CA".to_owned(),
            Self::PolicyCa => "ETALON TEST Policy CA".to_owned(),
            Self::BranchCa => "ETALON TEST Branch CA".to_owned(),
            Self::EhealthRoot => format!("ETALON TEST Private Trust PKI - root CA 00{generation}"),
            Self::EhealthCa => format!("ETALON TEST Private Trust PKI - eHealth issuing CA 00{generation}"),
            Self::SiteRoot => format!("ETALON TEST Site Root {generation}"),
        };
        let name = [(Attribute::Country, "BE"), (Attribute::Organisation, AUTHORITY_ORGANISATION)];
        let name = [&name[..], &[(Attribute::CommonName, common_name.as_str())]].concat();
        match self {
            // The authorities of cards are told apart by year and rank.
            Self::CitizenCa | Self::ForeignerCa | Self::PolicyCa | Self::BranchCa => {
                let rank = format!("{}{generation:02}", now.to_zoned(TimeZone::UTC).year());
                Name::of(&[&name[..], &[(Attribute::SerialNumber, rank.as_str())]].concat())
            }
            _ => Name::of(&name),
        }
    }
}
