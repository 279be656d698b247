from sqlalchemy import Column, DateTime, ForeignKey, Integer, LargeBinary, String, func
from sqlalchemy.orm import declarative_base, relationship

Base = declarative_base()


class Tenant(Base):
    __tablename__ = "tenants"

    id = Column(Integer, primary_key=True)
    name = Column(String(80), unique=True, nullable=False)
    jwt_secret = Column("jwt_secret", LargeBinary(64), nullable=False)
    secret_key = Column(String(255), key="secret_key")
    tokens = relationship("ApiToken", back_populates="tenant", cascade="all, delete-orphan")


class ApiToken(Base):
    __tablename__ = "api_tokens"

    id = Column(Integer, primary_key=True)
    token = Column(String(64), index=True, comment="sha256 of the token")
    tenant_id = Column(ForeignKey("tenants.id", ondelete="CASCADE"))
    created_at = Column(DateTime, server_default=func.now())
    tenant = relationship(Tenant, back_populates="tokens")
