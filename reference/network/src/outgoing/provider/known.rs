//! What the provider says about itself: its discovery document (OpenID Connect Discovery 1.0) and its keys.

use std::sync::Arc;

use jiff::Timestamp;
use openidconnect::{
    AdditionalProviderMetadata, EndSessionUrl, IssuerUrl, ProviderMetadata,
    core::{
        CoreAuthDisplay, CoreClaimName, CoreClaimType, CoreClientAuthMethod, CoreGrantType, CoreJsonWebKey,
        CoreJweContentEncryptionAlgorithm, CoreJweKeyManagementAlgorithm, CoreResponseMode, CoreResponseType, CoreSubjectIdentifierType,
    },
};
use serde::{Deserialize, Serialize};

use super::{
    exchange::content_of,
    fault::{ProviderFault, Step},
};
use crate::{jose::KeySet, policies::provider::ProviderRules};

const WELL_KNOWN: &str = ".well-known/openid-configuration";

/// Members of the document that the protocol library does not know of.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct FurtherMetadata {
    /// OpenID Connect RP-Initiated Logout 1.0.
    pub(super) end_session_endpoint: Option<EndSessionUrl>,
    /// RFC 9207, 3.
    #[serde(default)]
    pub(super) authorization_response_iss_parameter_supported: bool,
}

impl AdditionalProviderMetadata for FurtherMetadata {}

pub(super) type Metadata = ProviderMetadata<
    FurtherMetadata,
    CoreAuthDisplay,
    CoreClientAuthMethod,
    CoreClaimName,
    CoreClaimType,
    CoreGrantType,
    CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm,
    CoreJsonWebKey,
    CoreResponseMode,
    CoreResponseType,
    CoreSubjectIdentifierType,
>;

/// Document and keys, and when they were read.
pub(super) struct Known {
    pub(super) metadata: Metadata,
    pub(super) keys: KeySet,
    pub(super) read_at: Timestamp,
}

impl Known {
    /// Asks the provider for both.
    pub(super) async fn read(
        http: &reqwest::Client,
        issuer: &IssuerUrl,
        rules: &ProviderRules,
        now: Timestamp,
    ) -> Result<Arc<Self>, ProviderFault> {
        let address = issuer
            .join(WELL_KNOWN)
            .map_err(|_| ProviderFault::Unreadable(Step::Discovery, "issuer"))?;
        let document = content_of(http, address, Step::Discovery).await?;
        let metadata: Metadata =
            serde_json::from_slice(&document).map_err(|_| ProviderFault::Unreadable(Step::Discovery, "not a discovery document"))?;
        if !(rules.discovered)(issuer.as_str(), metadata.issuer().as_str()) {
            return Err(ProviderFault::Refused(Step::Discovery, "issuer"));
        }
        let keys = content_of(http, metadata.jwks_uri().url().clone(), Step::Keys).await?;
        let keys = serde_json::from_slice(&keys).map_err(|_| ProviderFault::Unreadable(Step::Keys, "not a set of keys"))?;
        Ok(Arc::new(Self {
            metadata,
            keys,
            read_at: now,
        }))
    }
}
